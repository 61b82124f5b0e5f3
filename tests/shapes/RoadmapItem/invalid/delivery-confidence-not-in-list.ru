# expect: psgsh:RoadmapItem-deliveryConfidence sh:NodeConstraintComponent
# The code for “delivery confidence” is not in the code list.
DELETE WHERE { <id/roadmap-item/example> psg:deliveryConfidence ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:deliveryConfidence <codelist/delivery-confidence/unknown> }
