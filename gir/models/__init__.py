"""The code of conduct as it is stored.

Pages (`GirIndexPage`, `EditionPage`, `ArticlePage`) and snippets (`Theme`, `Question`, `Dilemma`)
are what editors work on. `Edition`, `ArticleVersion`, `EditionWithdrawal`, `Addendum` and
`Acknowledgement` are facts: appended, and guarded by the database against change.
"""

from gir.models.addenda import Addendum, AddendumProposal
from gir.models.approval import FourEyesTask
from gir.models.dilemmas import (
    Dilemma,
    DilemmaOption,
    DilemmaSubscription,
    DilemmaWeek,
    OptionCount,
)
from gir.models.editions import (
    Acknowledgement,
    ArticleVersion,
    Edition,
    EditionWithdrawal,
    TakenEffect,
)
from gir.models.pages import ArticlePage, EditionPage, GirIndexPage
from gir.models.search_words import SearchWords
from gir.models.themes import Question, Theme

__all__ = [
    "Acknowledgement",
    "Addendum",
    "AddendumProposal",
    "ArticlePage",
    "ArticleVersion",
    "Dilemma",
    "DilemmaOption",
    "DilemmaSubscription",
    "DilemmaWeek",
    "Edition",
    "EditionPage",
    "EditionWithdrawal",
    "FourEyesTask",
    "GirIndexPage",
    "OptionCount",
    "Question",
    "SearchWords",
    "TakenEffect",
    "Theme",
]

FACTS = (
    Edition._meta.db_table,
    EditionWithdrawal._meta.db_table,
    ArticleVersion._meta.db_table,
    Addendum._meta.db_table,
    Acknowledgement._meta.db_table,
    TakenEffect._meta.db_table,
)
"""Tables in which rows are only ever added."""
