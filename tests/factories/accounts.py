"""People, offices and agencies for tests."""

import factory

from foundation.accounts.models import Agency, Office, Role, User


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    name_en = factory.Sequence(lambda n: f"Office {n}")
    name_fr = factory.Sequence(lambda n: f"Bureau {n}")
    region = "Central"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    name_en = factory.Sequence(lambda n: f"Police service {n}")
    name_fr = factory.Sequence(lambda n: f"Service de police {n}")


class UserFactory(factory.django.DjangoModelFactory):
    """A person; traits name her role: ``UserFactory(lead=True)``."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.invalid")
    name = factory.Sequence(lambda n: f"Person Number{n}")
    role = Role.PRO
    office = factory.SubFactory(OfficeFactory)

    class Params:
        lead = factory.Trait(role=Role.LEAD)
        assistant = factory.Trait(role=Role.AST)
        crown = factory.Trait(role=Role.CRN)
        police = factory.Trait(role=Role.POL, office=None, agency=factory.SubFactory(AgencyFactory))
        records = factory.Trait(role=Role.REC)
        admin = factory.Trait(role=Role.ADM)
