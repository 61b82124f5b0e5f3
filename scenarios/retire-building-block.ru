#+ summary: Retire a Building Block
#+ description: |
#+   Every system of the stack that realises the Building Block, planned or in operation, is retired.
#+ parameters:
#+   building_block:
#+     of: building-block
#+     values-from: building-blocks
#+     help: The Building Block whose systems are retired.
#+   stack:
#+     of: stack
#+     values-from: stacks
#+     help: The stack whose systems are retired.
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/system-status/>

DELETE { GRAPH ?graph { ?system psg:systemStatus ?status } }
INSERT { GRAPH ?graph { ?system psg:systemStatus status:retired } }
WHERE {
  VALUES ?building_block { <https://w3id.org/public-service-graph/id/building-block/identity> }
  VALUES ?stack { <https://w3id.org/public-service-graph/id/stack/demo> }
  ?system psg:realisesBuildingBlock ?building_block ; dct:isPartOf/psg:ofStack ?stack .
  GRAPH ?graph { ?system psg:systemStatus ?status }
}
