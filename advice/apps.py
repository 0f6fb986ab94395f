from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "advice"
    label = "advice"

    def ready(self):
        from foundation.search import registry

        from . import search_documents

        registry.register(
            "advice.AdviceRequest",
            build=search_documents.of_request,
            rows=search_documents.all_requests,
            count=search_documents.count_requests,
            database_matches=search_documents.matching_requests,
        )
        registry.register_tokens(search_documents.wall_tokens)
