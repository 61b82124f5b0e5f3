# expect: psgsh:LifeEvent-description-recommended sh:MinCountConstraintComponent
# The life event has no description.
DELETE WHERE { <id/life-event/example> dct:description ?value }
