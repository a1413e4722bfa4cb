"""Tell setuptools the one thing that pyproject.toml cannot: ``scenarios/`` travels inside the package.

In a checkout the scenarios are content beside the machinery. In a wheel they are package data and stand in
``simulator/scenario/bundled``, so that ``sandtable scenarios`` works wherever the wheel is installed.
"""

from setuptools import find_packages, setup

BUNDLED = "simulator.scenario.bundled"

setup(
    packages=[*find_packages(include=["simulator", "simulator.*"]), BUNDLED],
    package_dir={BUNDLED: "scenarios"},
    package_data={BUNDLED: ["**/*"]},
)
