#+ summary: Change a weight of the priorities
#+ description: |
#+   The criterion has that weight in the stack's prioritisation model; the other weights of its axis keep their proportions
#+   to one another and still add up to 1 with it.
#+ parameters:
#+   criterion:
#+     type: string
#+     help: The criterion or indicator, by the last part of its address in the code list, such as users-demand.
#+   weight:
#+     help: Its new weight, from 0 to 1.
#+   stack:
#+     of: stack
#+     values-from: stacks
#+     help: The stack whose model is meant.
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>

DELETE { GRAPH ?graph { ?other psg:weight ?before } }
INSERT { GRAPH ?graph { ?other psg:weight ?after } }
WHERE {
  VALUES ?criterion { "users-demand" }
  VALUES ?weight { 0.5 }
  VALUES ?stack { <https://w3id.org/public-service-graph/id/stack/demo> }
  ?model a psg:PrioritisationModel ; dct:isPartOf/psg:ofStack ?stack ; psg:hasWeight ?changed , ?other .
  ?changed psg:criterion ?meant ; psg:weight ?own .
  FILTER(STRENDS(STR(?meant), CONCAT("/prioritisation-criterion/", ?criterion)))
  FILTER(0 <= ?weight && ?weight <= 1 && ?own < 1)
  ?meant psg:axis ?axis .
  ?other psg:criterion/psg:axis ?axis .
  GRAPH ?graph { ?other psg:weight ?before }
  BIND(IF(?other = ?changed, ?weight, ?before * (1 - ?weight) / (1 - ?own)) AS ?after)
}
