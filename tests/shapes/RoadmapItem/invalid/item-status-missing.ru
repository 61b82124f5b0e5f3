# expect: psgsh:RoadmapItem-itemStatus sh:MinCountConstraintComponent
# The item has no code for “item status”.
DELETE WHERE { <id/roadmap-item/example> psg:itemStatus ?value }
