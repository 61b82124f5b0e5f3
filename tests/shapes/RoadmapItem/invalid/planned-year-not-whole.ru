# expect: psgsh:RoadmapItem-plannedYear sh:DatatypeConstraintComponent
# The value of “planned year” is not a whole number.
DELETE WHERE { <id/roadmap-item/example> psg:plannedYear ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:plannedYear 2001.5 }
