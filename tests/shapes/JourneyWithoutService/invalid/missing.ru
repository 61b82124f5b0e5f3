# expect: psgsh:JourneyWithoutService sh:SPARQLConstraintComponent
# An as-is journey does not say which service it leads through.
DELETE WHERE { <id/journey/example> psg:journeyOf ?service }
