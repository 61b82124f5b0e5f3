# expect: psgsh:BusinessEvent-description-recommended sh:MinCountConstraintComponent
# The business event has no description.
DELETE WHERE { <id/business-event/example> dct:description ?value }
