# expect: psgsh:RoadmapItem-itemStatus sh:NodeConstraintComponent
# The code for “item status” is not in the code list.
DELETE WHERE { <id/roadmap-item/example> psg:itemStatus ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:itemStatus <codelist/roadmap-item-status/unknown> }
