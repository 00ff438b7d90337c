"""The catalogue: what its pages say becomes data that outlives them; campaigns; the loader."""
