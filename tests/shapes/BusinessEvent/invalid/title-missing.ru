# expect: psgsh:BusinessEvent-title sh:MinCountConstraintComponent
# The business event has no title.
DELETE WHERE { <id/business-event/example> dct:title ?value }
