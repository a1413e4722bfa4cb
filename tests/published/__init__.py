"""Tables and findings of papers, in quick forms."""
