# expect: psgsh:RoadmapItem-estimatedCost sh:MinInclusiveConstraintComponent
# The value of “estimated cost” is below 0.
DELETE WHERE { <id/roadmap-item/example> psg:estimatedCost ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:estimatedCost "-0.5"^^xsd:decimal }
