"""An app with jobs for the tests of workers in processes of their own."""
