"""Orca loads this when it starts: what is said goes to a file, and nothing else speaks."""

import orca.settings as settings

settings.speechServerFactory = "filespeech"
settings.speechFactoryModules = ["filespeech"]
settings.enableBraille = False
settings.enableSound = False
settings.enableKeyEcho = False
settings.enableMouseReview = False
settings.presentToolTips = False
# The file takes any text at once: reading the whole page aloud would bury everything else.
settings.sayAllOnLoad = False
settings.pageSummaryOnLoad = True
