"""Put a finished comparison into the README.

``python -m tests.unit.docs.readme_example results/home-appliances`` reads the folder that ``sandtable compare
scenarios/home-appliances`` has written. What the terminal shows of it goes between the markers of README.md,
and its picture of the premium share to docs/images.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pyarrow.parquet as pq

from tests.architecture.project import ROOT

README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "premium-share.png"
BEGIN = "<!-- sample: written by `python -m tests.unit.docs.readme_example` -->\n"
END = "<!-- end of sample -->"


def columns(path: Path) -> dict[str, object]:
    """Read a Parquet file as NumPy columns."""
    if not path.is_file():
        return {}
    table = pq.read_table(path)
    return {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}


def sample(folder: Path) -> str:
    """What the terminal shows of a comparison, made from its files."""
    from simulator.cli.comparison_words import summary
    from simulator.scenario import load_scenario
    from simulator.studies.compare import Comparison
    from simulator.studies.texts import scenario_texts

    record = json.loads((folder / "comparison.json").read_text("utf-8"))
    comparison = Comparison(
        record=record,
        outcomes=columns(folder / "outcomes.parquet"),
        weekly={},
        attainment={},
        pay_curves={},
        sensitivity=columns(folder / "sensitivity.parquet"),
        scenario=scenario_texts(load_scenario(record["scenario"])) | {"weeks": record["weeks"]},
        manifest={},
    )
    return summary(comparison, Path("results") / record["scenario"] / "report.html", "en")


def main(folder: Path) -> None:
    """Write the sample and the picture."""
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    shown = f"{before}{BEGIN}\n```text\n{sample(folder)}\n```\n\n{END}{after}"
    README.write_text(shown, encoding="utf-8")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "premium-share-over-time.png", PICTURE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
