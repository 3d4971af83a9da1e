"""单元格的键和数值的类型，按格式的版本。 The types of cells, by edition of the form; for type checkers and editors.

Made by ``python tests/typing_module.py`` of the editions in ``rules``; nothing else of the package imports it.
"""

from gkrules.typing._cells_2014 import CellKey2014, Cells2014
from gkrules.typing._cells_2019 import CellKey2019, Cells2019
from gkrules.typing._cells_2021 import CellKey2021, Cells2021

__all__ = [
    "CellKey2014",
    "CellKey2019",
    "CellKey2021",
    "Cells2014",
    "Cells2019",
    "Cells2021",
]
