"""The contents as files: PDF, Word, Markdown, CSV, JSON. No sentence begins here."""
