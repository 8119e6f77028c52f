"""Forms: fill in on the page, or download as an accessible PDF."""
