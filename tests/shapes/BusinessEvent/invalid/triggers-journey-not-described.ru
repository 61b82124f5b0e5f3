# expect: psgsh:BusinessEvent-triggersJourney sh:ClassConstraintComponent
# The business event names a user journey that is not described anywhere.
INSERT DATA { <id/business-event/example> psg:triggersJourney <id/journey/nowhere> }
