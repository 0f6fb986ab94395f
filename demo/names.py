"""Invented names, places and words for the files of the demonstration."""

ACCUSED = [
    ("Marcus", "Alder"), ("Dario", "Birch"), ("Kade", "Cedar"), ("Rolf", "Elm"), ("Jonah", "Fir"), ("Tyrell", "Hawthorn"), ("Luc", "Érable"),
    ("Sacha", "Mélèze"), ("Byron", "Larch"), ("Nico", "Rowan"), ("Desmond", "Sumac"), ("Ivo", "Tamarack"), ("Corey", "Willow"), ("Ansel", "Yew"),
    ("Gil", "Aspen"), ("Perry", "Basswood"), ("Wade", "Catalpa"), ("Emile", "Cormier-Frêne"), ("Otis", "Dogwood"), ("Blair", "Hemlock"),
    ("Tessier", "Noyer"), ("Quentin", "Spruce"), ("Roman", "Juniper"), ("Abe", "Ironwood"), ("Zane", "Locust"), ("Silas", "Mulberry"),
    ("Émile", "Peuplier"), ("Denis", "Saule"), ("Marlon", "Sassafras"), ("Heath", "Tulipwood"), ("Keith", "Viburnum"), ("Ray", "Whitebeam"),
    ("Olivier", "Chêne"), ("Bruno", "Orme"), ("Vince", "Redbud"), ("Troy", "Sycamore"), ("Colin", "Hornbeam"), ("Leon", "Buckthorn"),
    ("Jared", "Chestnut"), ("Simon", "Hickory"), ("Felix", "Boxelder"), ("Theo", "Serviceberry"), ("Max", "Cottonwood"), ("Eric", "Pawpaw"),
    ("Nolan", "Ninebark"), ("Grant", "Osage"), ("Victor", "Quince"), ("Stefan", "Medlar"), ("Ruben", "Hazel"), ("Tobias", "Linden"),
]  # fmt: skip
VICTIMS = [
    ("Ada", "Finch"), ("Bea", "Heron"), ("Cleo", "Wren"), ("Dara", "Plover"), ("Élise", "Mésange"), ("Fern", "Swift"), ("Gia", "Lark"),
    ("Hope", "Sandpiper"), ("Ines", "Tern"), ("Joëlle", "Pinson"), ("Kit", "Dunlin"), ("Lina", "Osprey"), ("Mae", "Kestrel"), ("Noa", "Vireo"),
]  # fmt: skip
OFFICERS = [("Jo", "Carver"), ("Pat", "Mason"), ("Robin", "Thatcher"), ("Sam", "Cooper")]
COUNSEL = [("Imre", "Castellan"), ("Yara", "Bastide"), ("Fintan", "Moraine"), ("Odile", "Falaise")]
PLACES = [
    "a motel by the highway",
    "a rented house",
    "two hotels near the airport",
    "an apartment downtown",
    "a roadside inn",
    "a short-term rental",
]
NOTES = [
    "Spoke with the officer in charge. Phone extraction still outstanding; she expects it within two weeks.",
    "Crown pre-trial held by telephone. Defence will not admit the advertising records; officer needed for one hour.",
    "Le témoin préfère un appel le matin. Ne pas laisser de message.",
    "Complainant asks that hearings not fall on Fridays. Support worker will attend with her.",
    "Reviewed the hotel records with the analyst; the dates match counts 1 and 2.",
    "Resolution discussed. Position unchanged until the second extraction is disclosed.",
]
THEORIES = [
    "Recruitment by promise of a shared apartment; control through debt and confiscated identification. Hotel and banking records carry the movements.",
    "Relationship that turned into control. Advertising accounts in the accused's name; messages show prices and rules.",
    "Two accused with separate roles: one recruits, one transports and collects. Telephone records tie them to each date.",
]
