"""The invented people of the demonstration, their offices and services. None of them exists."""

from foundation import clock
from foundation.accounts.models import Agency, Office, Role, User
from foundation.audit.acts import act

OFFICES = [
    ("Alderbrook Crown Attorney's Office", "Bureau du procureur de la Couronne d'Alderbrook", "Central East"),
    ("Port Wren Crown Attorney's Office", "Bureau du procureur de la Couronne de Port Wren", "West"),
    ("Lac-aux-Pins Crown Attorney's Office", "Bureau du procureur de la Couronne de Lac-aux-Pins", "North"),
    ("Human Trafficking Prosecution Team", "Équipe des poursuites en matière de traite des personnes", "Province"),
]
AGENCIES = [
    ("Alderbrook Regional Police", "Police régionale d'Alderbrook"),
    ("Port Wren Police Service", "Service de police de Port Wren"),
    ("Northern Lakes Detachment", "Détachement des lacs du Nord"),
]
TEAM_OFFICE = 3
PEOPLE = [  # e-mail, name, role, office or agency, language
    ("maren.holt", "Maren Holt", Role.LEAD, TEAM_OFFICE, "en"),
    ("simone.roy", "Simone Roy", Role.PRO, TEAM_OFFICE, "fr"),
    ("dev.anand", "Dev Anand", Role.PRO, TEAM_OFFICE, "en"),
    ("tessa.lindqvist", "Tessa Lindqvist", Role.PRO, TEAM_OFFICE, "en"),
    ("owen.mbeki", "Owen Mbeki", Role.PRO, TEAM_OFFICE, "en"),
    ("priya.sandhu", "Priya Sandhu", Role.AST, TEAM_OFFICE, "en"),
    ("hugo.beaumont", "Hugo Beaumont", Role.CRN, 2, "fr"),
    ("clara.whitfield", "Clara Whitfield", Role.CRN, 0, "en"),
    ("noor.jamal", "Noor Jamal", Role.CRN, 1, "en"),
    ("ian.kowal", "Ian Kowal", Role.POL, 0, "en"),
    ("lea.tremblay-os", "Léa Tremblay-Osei", Role.POL, 2, "fr"),
    ("marcus.fenn", "Marcus Fenn", Role.POL, 1, "en"),
    ("greta.stone", "Greta Stone", Role.REC, TEAM_OFFICE, "en"),
    ("abel.quist", "Abel Quist", Role.ADM, TEAM_OFFICE, "en"),
]
DOMAIN = "demo.invalid"


class Cast:
    """Everybody on the stage, by role."""

    def __init__(self, people: list[User], offices: list[Office], agencies: list[Agency]):
        self.people, self.offices, self.agencies = people, offices, agencies
        self.lead = self.of(Role.LEAD)[0]
        self.prosecutors = self.of(Role.PRO)
        self.assistant = self.of(Role.AST)[0]
        self.crowns = self.of(Role.CRN)
        self.police = self.of(Role.POL)

    def of(self, role: str) -> list[User]:
        """The people of one role."""
        return [person for person in self.people if person.role == role]


def hire() -> Cast:
    """Make the people of the demonstration; nobody can sign in as them but by the buttons of a demonstration."""
    with act(by=None, at=clock.now(), kind="demo_people") as this_act:
        offices = [Office.objects.create(name_en=en, name_fr=fr, region=region) for en, fr, region in OFFICES]
        agencies = [Agency.objects.create(name_en=en, name_fr=fr) for en, fr in AGENCIES]
        people = []
        for email, name, role, place, language in PEOPLE:
            home = {"agency": agencies[place]} if role == Role.POL else {"office": offices[place]}
            person = User.objects.create_user(f"{email}@{DOMAIN}", name=name, role=role, language=language, is_demo=True, **home)
            this_act.record("joined", person, fields=["role"])
            people.append(person)
    return Cast(people, offices, agencies)
