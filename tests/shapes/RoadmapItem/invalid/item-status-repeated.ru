# expect: psgsh:RoadmapItem-itemStatus sh:MaxCountConstraintComponent
# The item has two codes for “item status”.
INSERT DATA { <id/roadmap-item/example> psg:itemStatus <codelist/roadmap-item-status/planned> }
