"""Scans with known numbers, and how they are read: ``python benchmarks/scans.py [--documents N] [--seed S] [--layout NAME] [--keep DIR]``.

Forms of the corpus are drawn with real fonts at 150, 200 and 300 dpi, clean and as scanners leave them (askew by 0.7°, noise, JPEG at
quality 60, thin grey print), and wrapped in PDF files without text. It needs ``pip install 'gkrules[ocr]'`` and fonts:
``apt-get install fonts-wqy-microhei fonts-wqy-zenhei fonts-noto-cjk fonts-arphic-uming
fonts-arphic-ukai``; fonts that are not there are left out.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "fixtures")]

from corpus.documents import Made  # noqa: E402
from corpus.form import Form  # noqa: E402
from corpus.judge import judge  # noqa: E402
from corpus.layouts import LAYOUTS  # noqa: E402
from corpus.official import edition_of, filled  # noqa: E402
from corpus.writers import pages  # noqa: E402

FONTS = {
    "wqy-microhei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "wqy-zenhei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "noto-sans": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "noto-sans-bold": "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "noto-serif": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "uming": "/usr/share/fonts/truetype/arphic/uming.ttc",
    "ukai": "/usr/share/fonts/truetype/arphic/ukai.ttc",
}
NUMBERS = {  # what Word sets digits in, where it is there
    "": "",
    "serif": "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "sans": "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "dejavu": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
}
DPI = (150, 200, 300)
DEFECTS = ("clean", "askew", "noise", "jpeg", "all", "grey")
LAYOUTS_USED = (
    "official",
    "official-balanced",
    "zeros-left-blank",
    "blanks-mixed",
    "blanks-dash",
    "values-not-certain",
    "values-many-decimals",
    "values-grouped",
)
SIZES = (9.0, 10.5, 8.0)


@dataclass(frozen=True)
class Recipe:
    """How one scan is made."""

    seed: int
    font: str
    numbers: str
    dpi: int
    defect: str
    layout: str
    size: float
    edition: str

    @property
    def name(self) -> str:
        """Everything that it is made from."""
        return "-".join(
            map(str, (self.seed, self.font, self.numbers or "own", self.dpi, self.defect, self.layout, self.size, self.edition))
        )


class Pen:
    """Writes what to draw, one thing a line."""

    def text(self, x: float, y: float, text: str, size: float) -> str:
        """One text."""
        return f"T {x} {y} {size} {text.encode().hex()}\n"

    def line(self, x0: float, y0: float, x1: float, y1: float, *, dashed: bool = False) -> str:
        """A ruling line."""
        return f"L {x0} {y0} {x1} {y1}\n"

    def filled(self, x: float, y: float, width: float, height: float, grey: float = 0.0) -> str:
        """A filled rectangle."""
        return f"F {x} {y} {width} {height} {grey}\n"

    def frame(self, x: float, y: float, width: float, height: float) -> str:
        """The outline of a rectangle."""
        return "".join(
            self.line(*each)
            for each in (
                (x, y, x + width, y),
                (x, y + height, x + width, y + height),
                (x, y, x, y + height),
                (x + width, y, x + width, y + height),
            )
        )


@lru_cache(maxsize=64)
def font_of(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A font, loaded once."""
    return ImageFont.truetype(path, size)


def drawn(content: str, size: tuple[float, float], recipe: Recipe) -> Image.Image:
    """A page drawn at twice the resolution and halved, as print is."""
    scale = 2 * recipe.dpi / 72
    picture = Image.new("L", (round(size[0] * scale), round(size[1] * scale)), 255)
    draw = ImageDraw.Draw(picture)
    shade = 110 if recipe.defect == "grey" else 0
    for entry in content.splitlines():
        what, *rest = entry.split(" ")
        if what == "T":
            x, y, points = (float(each) * scale for each in rest[:3])
            for char in bytes.fromhex(rest[3]).decode():
                latin = " " <= char <= "~"
                path = NUMBERS[recipe.numbers] if latin and recipe.numbers else FONTS[recipe.font]
                font = font_of(path, round(points))
                draw.text((x, y + 0.88 * points), char, fill=shade, font=font, anchor="ls")
                x += font.getlength(char) if latin else points
        elif what == "L":
            draw.line([float(each) * scale for each in rest], fill=shade, width=max(1, round(0.5 * scale)))
        else:
            x, y, wide, high, grey = map(float, rest)
            draw.rectangle([x * scale, y * scale, (x + wide) * scale, (y + high) * scale], fill=round(255 * grey))
    return picture.resize((round(size[0] * scale / 2), round(size[1] * scale / 2)), Image.Resampling.BOX)


def scanned(picture: Image.Image, recipe: Recipe, chance: random.Random) -> Image.Image:
    """What a scanner makes of a page."""
    if recipe.defect in {"askew", "all"}:
        picture = picture.rotate(chance.choice((0.7, -0.7)), Image.Resampling.BICUBIC, fillcolor=255)
    if recipe.defect in {"noise", "all"}:
        noise = np.random.default_rng(chance.randrange(10**6)).normal(0, 12, (picture.height, picture.width))
        picture = Image.fromarray(np.clip(np.asarray(picture, np.float32) * 0.94 + 6 + noise, 0, 255).astype(np.uint8))
    return picture


def as_pdf(pictures: Sequence[Image.Image], dpi: int, quality: int | None) -> bytes:
    """A PDF whose pages are pictures."""
    kids = " ".join(f"{3 + 3 * at} 0 R" for at in range(len(pictures)))
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pictures)} >>".encode()]
    for at, picture in enumerate(pictures):
        wide, high = picture.width * 72 / dpi, picture.height * 72 / dpi
        content = f"{wide:.3f} 0 0 {high:.3f} 0 0 cm /X Do".encode()
        if quality:
            buffer = BytesIO()
            picture.save(buffer, "JPEG", quality=quality)
            data, packing = buffer.getvalue(), "DCTDecode"
        else:
            data, packing = zlib.compress(picture.tobytes()), "FlateDecode"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide:.3f} {high:.3f}] /Contents {4 + 3 * at} 0 R"
            f" /Resources << /XObject << /X {5 + 3 * at} 0 R >> >> >>".encode()
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        bodies.append(
            f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /DeviceGray"
            f" /BitsPerComponent 8 /Filter /{packing} /Length {len(data)} >>\nstream\n".encode()
            + data
            + b"\nendstream"
        )
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def made(recipe: Recipe) -> Made:
    """The document, with what its cells hold."""
    chance = random.Random(recipe.name)
    layout = LAYOUTS[recipe.layout]
    form: Form = filled(edition_of(recipe.edition), chance, layout.style)
    layout.change(form)
    pages._SIZE, pages._LEAD = recipe.size, recipe.size + 2
    contents = pages.pages_of(form, Pen())
    size = pages.page_size(form)
    pictures = [scanned(drawn(content, size, recipe), recipe, chance) for content in contents]
    data = as_pdf(pictures, recipe.dpi, 60 if recipe.defect in {"jpeg", "all"} else None)
    return Made(recipe.name, "pdf", recipe.layout, recipe.edition, data, form.facts, form.unit, form.year, form.refused)


def recipes(count: int, seed: int) -> Iterator[Recipe]:
    """Fonts, resolutions, defects and layouts, mixed so that each pair comes up."""
    fonts = [name for name, path in FONTS.items() if Path(path).exists()]
    numbers = [name for name, path in NUMBERS.items() if not path or Path(path).exists()]
    chance = random.Random(seed)
    for at in range(count):
        yield Recipe(
            seed * 1000 + at,
            fonts[at % len(fonts)],
            chance.choice(numbers),
            DPI[at % 3],
            DEFECTS[(at // 3) % len(DEFECTS)],
            chance.choice(LAYOUTS_USED),
            chance.choice(SIZES),
            chance.choice(("2021", "2021", "2019")),
        )


def main() -> None:
    """Make the scans, read them and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=18)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0, help="leave out so many of the documents")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--layout", choices=sorted(LAYOUTS), help="set all documents in this layout")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    chosen = islice(recipes(options.documents, options.seed), options.skip, None)
    for recipe in (replace(each, layout=options.layout or each.layout) for each in chosen):
        document = made(recipe)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{recipe.name}.pdf").write_bytes(document.data)
        start = time.perf_counter()
        verdict = judge(document)
        seconds = time.perf_counter() - start
        print(
            f"{recipe.name}: {verdict.right}/{verdict.sure} right, {len(verdict.wrong)} wrong, {verdict.refusal} {seconds:.1f} s",
            flush=True,
        )
        for line in verdict.wrong:
            print("   WRONG", line, flush=True)
        for name in (f"{recipe.dpi} dpi {recipe.defect}", "all scans"):
            counts.setdefault(name, Counter()).update(
                documents=1, sure=verdict.sure, right=verdict.right, wrong=len(verdict.wrong), seconds=round(seconds)
            )
    print("| scan | documents | cells | right | silently wrong | seconds each |\n|---|---|---|---|---|---|")
    for name, count in sorted(counts.items()):
        each = count["seconds"] / count["documents"]
        share = 100 * count["right"] / max(1, count["sure"])
        print(f"| {name} | {count['documents']} | {count['sure']} | {share:.1f} % | {count['wrong']} | {each:.0f} |")


if __name__ == "__main__":
    main()
