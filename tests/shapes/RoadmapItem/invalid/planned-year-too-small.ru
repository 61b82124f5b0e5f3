# expect: psgsh:RoadmapItem-plannedYear sh:MinInclusiveConstraintComponent
# The value of “planned year” is below 2000.
DELETE WHERE { <id/roadmap-item/example> psg:plannedYear ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:plannedYear 1999 }
