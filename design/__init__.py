"""House style: templates, components, CSS and icons. Knows no domain word."""
