"""A speech server for Orca that writes every utterance to the file named by ORCA_SPEECH_LOG, one JSON object a line.

It is given exactly what a synthesizer would be given. Orca imports it by name from its settings folder.
"""

import json
import os
import time

from orca import speechserver

LOG = open(os.environ["ORCA_SPEECH_LOG"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115, PTH123 - open while Orca runs


def write(kind, text):
    LOG.write(json.dumps({"at": time.time(), "kind": kind, "text": text}, ensure_ascii=False) + "\n")


class SpeechServer(speechserver.SpeechServer):
    """The one voice; its methods are those that Orca calls."""

    _active = None

    @staticmethod
    def getFactoryName():
        return "File"

    @staticmethod
    def getSpeechServers():
        return [SpeechServer.getSpeechServer()]

    @staticmethod
    def getSpeechServer(info=None):
        if SpeechServer._active is None:
            SpeechServer._active = SpeechServer()
        return SpeechServer._active

    @staticmethod
    def shutdownActiveServers():
        SpeechServer._active = None

    def getInfo(self):
        return ["File", "file"]

    def getVoiceFamilies(self):
        return []

    def speak(self, text=None, acss=None, interrupt=True):
        if text:
            write("speak", text)

    def speakCharacter(self, character, acss=None):
        write("character", character)

    def speakKeyEvent(self, event, acss=None):
        pass

    def stop(self):
        pass

    def shutdown(self):
        pass

    def reset(self, text=None, acss=None):
        pass

    def increaseSpeechRate(self, step=5):
        pass

    decreaseSpeechRate = increaseSpeechPitch = decreaseSpeechPitch = increaseSpeechRate

    def updateCapitalizationStyle(self):
        pass

    def updatePunctuationLevel(self):
        pass
