# expect: psgsh:LifeEvent-triggersJourney sh:ClassConstraintComponent
# The life event names a user journey that is not described anywhere.
INSERT DATA { <id/life-event/example> psg:triggersJourney <id/journey/nowhere> }
