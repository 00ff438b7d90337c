"""Speed, measured beside two references in the same minute: `make bench`."""
