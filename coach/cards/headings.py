"""The few words of Coach's own on a card, in the languages that it has them in; elsewhere they are English."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "tip": "Tip",
    "talk_track": "Talk track",
    "objection": "Objection",
    "checklist": "Checklist",
    "video": "Video",
    "link": "Read",
    "question": "Question",
    "answer": "Answer:",
    "owner": "Owner:",
}
"""What stands above each block; the answer and the owner are told behind their words."""

_OTHERS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "tip": "Tipp",
        "talk_track": "So können Sie es sagen",
        "objection": "Einwand",
        "checklist": "Checkliste",
        "video": "Video",
        "link": "Zum Lesen",
        "question": "Frage",
        "answer": "Antwort:",
        "owner": "Verantwortlich:",
    },
    "es": {
        "tip": "Consejo",
        "talk_track": "Cómo decirlo",
        "objection": "Objeción",
        "checklist": "Lista de tareas",
        "video": "Vídeo",
        "link": "Para leer",
        "question": "Pregunta",
        "answer": "Respuesta:",
        "owner": "Responsable:",
    },
    "fr": {
        "tip": "Conseil",
        "talk_track": "Comment le dire",
        "objection": "Objection",
        "checklist": "À faire",
        "video": "Vidéo",
        "link": "À lire",
        "question": "Question",
        "answer": "Réponse\u00a0:",
        "owner": "Responsable\u00a0:",
    },
    "it": {
        "tip": "Consiglio",
        "talk_track": "Come dirlo",
        "objection": "Obiezione",
        "checklist": "Da fare",
        "video": "Video",
        "link": "Da leggere",
        "question": "Domanda",
        "answer": "Risposta:",
        "owner": "Responsabile:",
    },
    "nl": {
        "tip": "Tip",
        "talk_track": "Zo kunt u het zeggen",
        "objection": "Bezwaar",
        "checklist": "Checklist",
        "video": "Video",
        "link": "Om te lezen",
        "question": "Vraag",
        "answer": "Antwoord:",
        "owner": "Verantwoordelijk:",
    },
    "pt": {
        "tip": "Dica",
        "talk_track": "Como dizer",
        "objection": "Objeção",
        "checklist": "Lista de tarefas",
        "video": "Vídeo",
        "link": "Para ler",
        "question": "Pergunta",
        "answer": "Resposta:",
        "owner": "Responsável:",
    },
}


def headings_in(locale: str | None) -> Mapping[str, str]:
    """The words for a card that reads in ``locale``; None is a card's own words."""
    return _OTHERS.get((locale or "").partition("-")[0], ENGLISH)
