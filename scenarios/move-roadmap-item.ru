#+ summary: Move a roadmap item to another year
#+ description: |
#+   The item is planned for that year, and in the phase of its roadmap that the year falls into.
#+ parameters:
#+   item:
#+     of: roadmap-item
#+     help: The roadmap item that is moved.
#+   year:
#+     help: The year in which it is planned to be complete.
PREFIX psg: <https://w3id.org/public-service-graph/def/>

DELETE { GRAPH ?graph { ?item psg:plannedYear ?before ; psg:inPhase ?phase } }
INSERT { GRAPH ?graph { ?item psg:plannedYear ?year ; psg:inPhase ?other } }
WHERE {
  VALUES ?item { <https://w3id.org/public-service-graph/id/roadmap-item/demo-consent-manager> }
  VALUES ?year { 2028 }
  GRAPH ?graph { ?item psg:plannedYear ?before }
  OPTIONAL {
    ?item psg:inPhase ?phase ; psg:ofRoadmap ?roadmap .
    ?other psg:ofRoadmap ?roadmap ; psg:startYear ?start ; psg:endYear ?end .
    FILTER(?start <= ?year && ?year <= ?end)
  }
}
