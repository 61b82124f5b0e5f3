# expect: psgsh:RoadmapItem-deliveryConfidence sh:MaxCountConstraintComponent
# The item has two codes for “delivery confidence”.
INSERT DATA { <id/roadmap-item/example> psg:deliveryConfidence <codelist/delivery-confidence/low> }
