@echo off
rem The zoo command on Windows: builds itself on first use and after every change, then runs.
rem JAVA_HOME and JAVA_OPTS are honoured.
setlocal
for %%I in ("%~dp0..\..") do set "ROOT=%%~fI"
set "TARGET=%ROOT%\zoo-examples\target"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo zoo: needs Java 17 or newer: install one and set JAVA_HOME. 1>&2
  exit /b 2
)

powershell -NoProfile -Command "$s = Get-Item ($env:TARGET + '\zoo.built') -ErrorAction SilentlyContinue; if (-not $s) { exit 1 }; $n = Get-ChildItem ($env:ROOT + '\pom.xml'), ($env:ROOT + '\zoo-*\pom.xml'), ($env:ROOT + '\zoo-core\src\main'), ($env:ROOT + '\zoo-models\src\main'), ($env:ROOT + '\zoo-examples\src\main') -Recurse | Where-Object { $_.LastWriteTime -gt $s.LastWriteTime } | Select-Object -First 1; if ($n) { exit 1 }"
if not errorlevel 1 goto run

where mvn >nul 2>&1
if errorlevel 1 (
  echo zoo: needs Maven 3.8 or newer on the PATH to build itself. 1>&2
  exit /b 2
)
echo zoo: building; the first time Maven fetches some hundred MB of libraries ... 1>&2
pushd "%ROOT%"
call mvn -B -DskipTests -pl zoo-examples -am package 1>&2
if errorlevel 1 (
  popd
  echo zoo: the build failed; Maven's errors are above. 1>&2
  exit /b 2
)
popd
echo built> "%TARGET%\zoo.built"

:run
rem Java reads its class path from a file: it is longer than a Windows command line may be.
powershell -NoProfile -Command "$c = (Get-ChildItem ($env:TARGET + '\zoo-examples-*.jar'))[0].FullName + ';' + (Get-Content ($env:TARGET + '\zoo.libraries')); $t = if ([Console]::IsErrorRedirected) { '' } else { '-Dzoo.terminal=true ' }; $t + '-cp \"' + $c.Replace('\','\\') + '\"' | Set-Content -Encoding default ($env:TARGET + '\zoo.args')"
"%JAVA%" -XX:+UseSerialGC -Djava.awt.headless=true %JAVA_OPTS% @"%TARGET%\zoo.args" org.latentzoo.examples.cli.Zoo %*
exit /b %ERRORLEVEL%
