#+ summary: Retire a system
#+ description: |
#+   The system is no longer in operation. What it realises is missing unless another system in operation realises it too.
#+ parameters:
#+   system:
#+     of: system
#+     values-from: systems
#+     help: The system that is retired.
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/system-status/>

DELETE { GRAPH ?graph { ?system psg:systemStatus ?status } }
INSERT { GRAPH ?graph { ?system psg:systemStatus status:retired } }
WHERE {
  VALUES ?system { <https://w3id.org/public-service-graph/id/system/demo-identity-provider> }
  GRAPH ?graph { ?system psg:systemStatus ?status }
}
