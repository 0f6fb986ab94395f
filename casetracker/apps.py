from django.apps import AppConfig


class CasetrackerConfig(AppConfig):
    name = "casetracker"
    label = "casetracker"

    def ready(self):
        from foundation.documents import followers
        from foundation.search import registry

        from . import search_documents, selectors

        registry.register("casetracker.CaseFile", build=search_documents.of_case_file, database_matches=selectors.matching_files)
        registry.register(
            "documents.Document",
            build=search_documents.of_paper,
            rows=search_documents.papers,
            database_matches=selectors.matching_papers,
        )
        registry.register(
            "casetracker.Participant",
            build=search_documents.of_person,
            rows=lambda: search_documents.people().iterator(chunk_size=500),
            count=lambda: search_documents.people().count(),
            database_matches=selectors.matching_people,
        )
        followers.register("casetracker.CaseFile", search_documents.follow_paper)
        registry.register_tokens(search_documents.tokens_for)
