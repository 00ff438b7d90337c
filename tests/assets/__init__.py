"""Tests of images and documents."""
