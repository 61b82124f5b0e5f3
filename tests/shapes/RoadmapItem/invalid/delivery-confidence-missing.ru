# expect: psgsh:RoadmapItem-deliveryConfidence-recommended sh:MinCountConstraintComponent
# The item has no code for “delivery confidence”.
DELETE WHERE { <id/roadmap-item/example> psg:deliveryConfidence ?value }
