# expect: psgsh:DependencyShortcut sh:SPARQLConstraintComponent
# The system gives a reason for a dependency, but not the shortcut.
DELETE WHERE { <id/system/example> psg:dependsOn ?system }
