"""Who can help: the contact directory, and the guide to the right person (meldwegwijzer).

Nothing here knows what somebody chose or read. Rooms: `models` (what is stored), `services`
(changes), `reports` (what is read, as frozen dataclasses), `loading` and `content` (what a new site
starts with), `administration` (screens of the admin).
"""
