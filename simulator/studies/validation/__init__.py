"""The validation ladder: published results and closed forms that the model must show by itself.

An experiment is a folder whose name is a question. It holds a scenario, and a design that says which
alternatives are run, which published result is expected, and how the expectation is checked. Every
experiment runs on the machinery of the product: no paper has a model of its own.
"""
