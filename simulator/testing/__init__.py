"""The conformance kit: Sandtable checks a plug-in of yours as it checks its own.

Put the check of a kind into a test of your own; it fails with a sentence that says what is wrong.
"""
