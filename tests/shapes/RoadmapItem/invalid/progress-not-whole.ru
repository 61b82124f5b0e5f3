# expect: psgsh:RoadmapItem-progress sh:DatatypeConstraintComponent
# The value of “progress” is not a whole number.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:progress 1.5 }
