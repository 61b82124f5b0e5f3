# expect: psgsh:BusinessEvent-stage sh:MinCountConstraintComponent
# The business event has no code for “stage”.
DELETE WHERE { <id/business-event/example> psg:stage ?value }
