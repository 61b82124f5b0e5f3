#+ summary: Put a Building Block in operation
#+ description: |
#+   A hypothetical system in operation realises the Building Block in the stack. It belongs to the systems catalogue.
#+ parameters:
#+   building_block:
#+     of: building-block
#+     values-from: building-blocks
#+     help: The Building Block that is put in operation.
#+   stack:
#+     of: stack
#+     values-from: stacks
#+     help: The stack that has it then.
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX kind: <https://w3id.org/public-service-graph/codelist/catalogue-kind/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/system-status/>

INSERT {
  GRAPH ?graph {
    ?system a psg:System ; dct:identifier ?key ; dct:title ?title ; dct:isPartOf ?catalogue ;
      psg:systemStatus status:in-operation ; psg:realisesBuildingBlock ?building_block ; cv:ownedBy ?owner .
  }
}
WHERE {
  VALUES ?building_block { <https://w3id.org/public-service-graph/id/building-block/wallet> }
  VALUES ?stack { <https://w3id.org/public-service-graph/id/stack/demo> }
  ?catalogue psg:ofStack ?stack ; psg:catalogueKind kind:systems-catalogue ; psg:graph ?graph .
  OPTIONAL { ?catalogue dct:publisher ?owner . }
  ?building_block dct:title ?name . FILTER(LANG(?name) = "en")
  BIND(REPLACE(STR(?stack), "^.*/", "") AS ?country)
  BIND(CONCAT(?country, "-hypothetical-", REPLACE(STR(?building_block), "^.*/", "")) AS ?key)
  BIND(IRI(CONCAT(REPLACE(STR(?stack), "/id/stack/.*$", "/id/system/"), ?key)) AS ?system)
  BIND(STRLANG(CONCAT(STR(?name), " (hypothetical)"), "en") AS ?title)
}
