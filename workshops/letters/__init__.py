"""What messages about workshops say, and what they bring along for the calendar.

Subjects say nothing about the receiver, and of a confidential workshop a message does not say which
one it is: mail is read on shared screens and by who stands in for somebody.
"""
