"""Workshops in somebody's own calendar: files, invitations by mail, and addresses to subscribe to.

Every session keeps one UID for ever, and a higher SEQUENCE with every change (RFC 5545, RFC 5546).
The link of an online meeting never stands in any of these: they are copied all over the world.
"""
