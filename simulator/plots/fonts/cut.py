"""Cut the fonts of this folder from Noto Sans CJK; run by maintainers, never by users.

``python -m simulator.plots.fonts.cut REGULAR.ttc BOLD.ttc`` reads the two collections of the Debian
package ``fonts-noto-cjk`` and writes two small OpenType files. Both hold every character of our own
catalogues, Latin letters, Greek, punctuation, arrows and signs; the regular weight also holds the 3755
common Chinese characters (GB 2312, level 1) and those of the bundled scenarios. The family gets a name of its
own, so that a font of the same name on a user's machine can never take its place.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

FAMILY = "Sandtable Sans"
FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent.parent
LATIN_AND_SIGNS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A9), (0x3B1, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203E),
    (0x2070, 0x209E), (0x20A0, 0x20BF), (0x2103, 0x2122), (0x2190, 0x2199), (0x2200, 0x22A5),
    (0x2460, 0x2473), (0x25A0, 0x25CF), (0x3000, 0x3017), (0xFF01, 0xFF5E), (0xFFE5, 0xFFE5),
)  # fmt: skip


def common_chinese() -> set[int]:
    """Code points of the 3755 common Chinese characters (GB 2312, level 1)."""
    found: set[int] = set()
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            found.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return found


def written_in(folder: Path) -> set[int]:
    """Code points that stand in the YAML files of a folder."""
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml")))
    return {ord(character) for text in texts for character in text if character >= " "}


def wanted_characters(weight: str) -> set[int]:
    """Code points one weight must hold: bold is only ever used for words of our own catalogues."""
    found = written_in(PACKAGE / "language") | written_in(PACKAGE / "parameters")
    for first, last in LATIN_AND_SIGNS:
        found.update(range(first, last + 1))
    if weight == "Regular":
        found |= common_chinese() | written_in(PACKAGE.parent / "scenarios")
    return found


def narrow_quotes(face: Any, latin: Any) -> None:
    """Give the four curly quotes their Latin width; full width tears holes into English lines."""
    for table in face["cmap"].tables:
        for quote in (0x2018, 0x2019, 0x201C, 0x201D):
            if quote in getattr(table, "cmap", {}):
                table.cmap[quote] = latin.getBestCmap()[quote]


def cut(collection: Path, weight: str) -> Path:
    """Write one weight of the family and return the file written."""
    from importlib import import_module  # fontTools carries no types

    subset = import_module("fontTools.subset")
    faces = import_module("fontTools.ttLib").TTCollection(str(collection)).fonts
    named = {str(face["name"].getDebugName(4)).removesuffix(" Bold"): face for face in faces}
    face = named["Noto Sans CJK SC"]
    narrow_quotes(face, named["Noto Sans CJK KR"])
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted_characters(weight))
    subsetter.subset(face)
    compact = FAMILY.replace(" ", "")
    plain = weight == "Regular"
    names = {1: FAMILY, 2: weight, 3: f"{compact}-{weight}", 4: FAMILY if plain else f"{FAMILY} {weight}",
             6: f"{compact}-{weight}"}  # fmt: skip
    face["name"].names = [record for record in face["name"].names if record.langID == 0x409]
    for number, value in names.items():
        face["name"].setName(value, number, 3, 1, 0x409)
    top = face["CFF "].cff
    top.fontNames = [f"{compact}-{weight}"]
    top.topDictIndex[0].FullName = names[4]
    top.topDictIndex[0].FamilyName = FAMILY
    target = FOLDER / f"{compact}-{weight}.otf"
    face["head"].modified = face["head"].created
    face.recalcTimestamp = False
    beside = target.with_suffix(".new")
    face.save(str(beside))
    beside.replace(target)  # who has the old file open goes on reading it
    return target


def main(regular: str, bold: str) -> None:
    """Cut both weights and print what they weigh."""
    for source, weight in ((regular, "Regular"), (bold, "Bold")):
        target = cut(Path(source), weight)
        sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
