"""The interface and its addresses, described by /api/v1/openapi.json; no page of documentation comes from afar."""

from __future__ import annotations

from django.urls import path

from doudi import __version__
from doudi.api import problems
from doudi.api.description import DescribedAPI
from doudi.api.docs import docs_page
from doudi.api.endpoints import router
from doudi.api.office_endpoints import router as offices
from doudi.api.parsing import ReadableRenderer, StrictParser
from doudi.api.strays import no_such_address, refuse_other_methods

api = DescribedAPI(
    title="doudi 兜底",
    version=__version__,
    description="社会救助政策测算，以及单位提交申请、查询进度。金额是以元为单位的文字，不用小数。",
    docs_url=None,
    parser=StrictParser(),
    renderer=ReadableRenderer(),
    urls_namespace="api",
)
api.add_router("", router)
api.add_router("", offices)
problems.install(api)
described, app, namespace = api.urls
refuse_other_methods(api, described)
unknown = no_such_address(api)
urlpatterns = [
    path("docs", docs_page(api), name="api_docs"),
    path("", unknown),
    path("", (described, app, namespace)),
    path("<path:rest>", unknown),
]
