"""PDF files written by hand, and what is read of them."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.model.document import Document, Grid


def pdf(*contents: str, page: str = "", trailer: str = "", objects: Sequence[str] = ()) -> bytes:
    """A PDF of pages 300 wide and 400 high, whose font is Courier: each glyph 0.6 of its size wide."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(contents)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    for index, content in enumerate(contents):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents {5 + 2 * index} 0 R"
            f" /Resources << /Font << /F 3 0 R >> /XObject << /X {4 + 2 * len(contents)} 0 R >> >> {page} >>"
        )
        bodies.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    bodies.extend(objects)
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{entries}".encode()
    out += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /ID [<00><00>] {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def text(x: float, y: float, words: str, size: float = 10, mode: int = 0) -> str:
    return f"BT {mode} Tr /F {size} Tf {x} {y} Td ({words}) Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def bar(x: float, y: float, width: float, height: float) -> str:
    return f"{x} {y} {width} {height} re f\n"


def lattice(xs: Sequence[float], ys: Sequence[float]) -> str:
    return "".join(line(xs[0], y, xs[-1], y) for y in ys) + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def shape(grid: Grid) -> list[list[tuple[str, int, int, int]]]:
    return [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows()]


def values(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def only(document: Document) -> Grid:
    (grid,) = document.grids()
    return grid
