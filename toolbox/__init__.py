"""What people do with what they learnt: toolboxes, good practices, the kennishuis, team sessions.

Rooms: `models` (what is stored), `services` (changes), `reports` (what is read, as frozen
dataclasses), `loading` and `content` (what a new site starts with), `administration` (screens of
the admin).
"""
