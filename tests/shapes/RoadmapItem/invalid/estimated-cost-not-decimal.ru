# expect: psgsh:RoadmapItem-estimatedCost sh:DatatypeConstraintComponent
# The value of “estimated cost” is a whole number without a decimal point.
DELETE WHERE { <id/roadmap-item/example> psg:estimatedCost ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:estimatedCost 1 }
