"""Tell setuptools what pyproject.toml cannot: ``scenarios/`` and ``experiments/`` travel inside the package.

In a checkout they are content beside the machinery. In a wheel they are package data and stand in
``simulator/scenario/bundled`` and ``simulator/studies/validation/bundled``, so that ``sandtable scenarios``
and ``sandtable validate`` work wherever the wheel is installed.
"""

from setuptools import find_packages, setup

BUNDLED = {"simulator.scenario.bundled": "scenarios", "simulator.studies.validation.bundled": "experiments"}

setup(
    packages=[*find_packages(include=["simulator", "simulator.*"]), *BUNDLED],
    package_dir=BUNDLED,
    package_data={package: ["**/*"] for package in BUNDLED},
)
