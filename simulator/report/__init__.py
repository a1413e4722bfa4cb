"""The report: one HTML file that opens with no network and answers the question the scenario asks.

The words come from the language catalogue, the numbers from a finished comparison, the pictures from
`simulator.plots`. What the answer says follows from the numbers by the rules in `simulator.report.answer`.
"""

from simulator.report.answer import Answer, answer
from simulator.report.page import write_report
from simulator.report.pictures import figures

__all__ = ["Answer", "answer", "figures", "write_report"]
